from django.urls import path

from tests.urls import SingleSignOn, urlpatterns


urlpatterns = [path("accounts/login/", SingleSignOn.as_view()), *urlpatterns]
