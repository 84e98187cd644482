from django.urls import path

from . import public_views
from .openbadges import public_views as openbadges_views


app_name = "badges"
urlpatterns = [
    path("badges/issuer/", openbadges_views.IssuerView.as_view(), name="issuer"),
    path("badges/keys/", openbadges_views.KeysView.as_view(), name="keys"),
    path(
        "badges/keys/<str:thumbprint>/", openbadges_views.KeyView.as_view(), name="key"
    ),
    path(
        "badges/<uuid:key>/",
        openbadges_views.AchievementView.as_view(),
        name="achievement",
    ),
    path("b/<uuid:public_id>/", public_views.VerifyView.as_view(), name="verify"),
    path(
        "b/<uuid:public_id>/picture",
        public_views.AwardPictureView.as_view(),
        name="picture",
    ),
]
