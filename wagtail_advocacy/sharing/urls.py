from django.urls import path

from .views.coaching import CoachingView
from .views.compose import ComposeView, OfferPictureView
from .views.conversation import ConversationView
from .views.help import HandOverView, SlipView, TakeBackView
from .views.hub import MySharesView
from .views.planning import ChangePlanView, PlannedView
from .views.shares import AnswerView, HandOffView, ShareView


app_name = "sharing"
urlpatterns = [
    path("share/<str:public_id>/", ComposeView.as_view(), name="compose"),
    path(
        "share/<str:public_id>/coaching/",
        CoachingView.as_view(),
        name="coaching",
    ),
    path(
        "share/<str:public_id>/picture/",
        OfferPictureView.as_view(),
        name="picture",
    ),
    path("planned/", PlannedView.as_view(), name="planned"),
    path("planned/<int:pk>/", ChangePlanView.as_view(), name="change_plan"),
    path("shares/", MySharesView.as_view(), name="shares"),
    path("shares/<int:pk>/", ShareView.as_view(), name="share"),
    path("shares/<int:pk>/answer/", AnswerView.as_view(), name="answer"),
    path(
        "shares/<int:pk>/conversation/",
        ConversationView.as_view(),
        name="conversation",
    ),
    path("shares/<int:pk>/phone/", HandOffView.as_view(), name="hand_off"),
    path("shares/<int:pk>/comment/", HandOverView.as_view(), name="hand_over"),
    path("shares/<int:pk>/slip/", SlipView.as_view(), name="slip"),
    path("help/<int:pk>/forget/", TakeBackView.as_view(), name="take_back"),
]
