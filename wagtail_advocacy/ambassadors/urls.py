from django.urls import path

from . import health_views, views


app_name = "ambassadors"
urlpatterns = [
    path("join/", views.JoinView.as_view(), name="join"),
    path("leave/", views.LeaveView.as_view(), name="leave"),
    path("left/", views.LeftView.as_view(), name="left"),
    path("dismiss/", views.DismissInvitationView.as_view(), name="dismiss_invitation"),
    path("managers/", views.ManagersView.as_view(), name="managers"),
    path("consent/", views.ConsentView.as_view(), name="consent"),
    path("notices/<int:pk>/put-away/", views.PutAwayView.as_view(), name="put_away"),
    path("health/", health_views.HealthView.as_view(), name="health"),
    path(
        "notices/<int:pk>/answer/",
        views.AnswerNoticeView.as_view(),
        name="answer_notice",
    ),
    path("me/", views.ProfileView.as_view(), name="me"),
    path("me/export/", views.ExportView.as_view(), name="export"),
    path("me/erase/", views.EraseView.as_view(), name="erase"),
    path("me/erased/", views.ErasedView.as_view(), name="erased"),
    path("me/<slug:key>/", views.ProfileSectionView.as_view(), name="profile_section"),
]
