from django.urls import path

from . import views


app_name = "ambassadors"
urlpatterns = [
    path("join/", views.JoinView.as_view(), name="join"),
    path("leave/", views.LeaveView.as_view(), name="leave"),
    path("left/", views.LeftView.as_view(), name="left"),
    path("dismiss/", views.DismissInvitationView.as_view(), name="dismiss_invitation"),
]
