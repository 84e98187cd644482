from django.urls import path

from . import views


app_name = "sharing"
urlpatterns = [
    path("share/<str:public_id>/", views.ComposeView.as_view(), name="compose"),
    path(
        "share/<str:public_id>/picture/",
        views.OfferPictureView.as_view(),
        name="picture",
    ),
    path("shares/", views.MySharesView.as_view(), name="shares"),
    path("shares/<int:pk>/", views.ShareView.as_view(), name="share"),
    path("shares/<int:pk>/answer/", views.AnswerView.as_view(), name="answer"),
    path("shares/<int:pk>/phone/", views.HandOffView.as_view(), name="hand_off"),
]
