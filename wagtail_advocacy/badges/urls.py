from django.urls import path

from .rewards.views import RedeemView, RewardsView, TakeBackRedemptionView
from .teams.views import BoardView, GoalsView
from .thanks import views as thanks
from .views import shelf
from .views.credentials import CredentialView
from .views.points import PointsView


app_name = "badges"
urlpatterns = [
    path(
        "badges/<uuid:public_id>/credential.<slug:fmt>",
        CredentialView.as_view(),
        name="credential",
    ),
    path("goals/", GoalsView.as_view(), name="goals"),
    path("me/points/", PointsView.as_view(), name="points"),
    path("me/badges/", shelf.ShelfView.as_view(), name="shelf"),
    path("badges/<uuid:public_id>/", shelf.AwardView.as_view(), name="award"),
    path("badges/<uuid:public_id>/show/", shelf.ShowView.as_view(), name="show"),
    path("badges/<uuid:public_id>/hide/", shelf.HideView.as_view(), name="hide"),
    path("me/rewards/", RewardsView.as_view(), name="rewards"),
    path("me/rewards/<int:pk>/", RedeemView.as_view(), name="redeem"),
    path(
        "me/rewards/asked/<int:pk>/",
        TakeBackRedemptionView.as_view(),
        name="take_back_redemption",
    ),
    path("board/", BoardView.as_view(), name="board"),
    path("badges/shown/", thanks.ShownView.as_view(), name="shown"),
    path(
        "badges/shown/<uuid:public_id>/",
        thanks.ShownAwardView.as_view(),
        name="shown_award",
    ),
    path(
        "badges/shown/<uuid:public_id>/picture/",
        thanks.ShownPictureView.as_view(),
        name="shown_picture",
    ),
    path(
        "help/<int:pk>/thanks/",
        thanks.ThankForAnswerView.as_view(),
        name="thank_for_answer",
    ),
    path("me/thanks/", thanks.ThanksView.as_view(), name="thanks"),
    path(
        "me/thanks/<int:pk>/forget/",
        thanks.ForgetThanksView.as_view(),
        name="forget_thanks",
    ),
]
