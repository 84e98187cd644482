from django.urls import path

from . import public_views


app_name = "ambassadors"
urlpatterns = [
    path("a/<str:token>", public_views.AnswerView.as_view(), name="mail_answer"),
]
