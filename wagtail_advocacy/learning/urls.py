from django.urls import path

from .views.charters import CharterView, SignaturesView, SignatureView
from .views.consultations import CommentView
from .views.trainings import (
    LessonView,
    QuizView,
    ResultView,
    TrainingsView,
    TrainingView,
)


app_name = "learning"
urlpatterns = [
    path("charter/", CharterView.as_view(), name="charter"),
    path("charter/signed/", SignaturesView.as_view(), name="signatures"),
    path("charter/signed/<int:pk>/", SignatureView.as_view(), name="signature"),
    path(
        "charter/<int:version>/<str:clause>/comment/",
        CommentView.as_view(),
        name="comment",
    ),
    path("learning/", TrainingsView.as_view(), name="trainings"),
    path("learning/<str:pk>/", TrainingView.as_view(), name="training"),
    path("learning/<str:pk>/lesson/<int:number>/", LessonView.as_view(), name="lesson"),
    path("learning/<str:pk>/quiz/", QuizView.as_view(), name="quiz"),
    path("learning/<str:pk>/result/", ResultView.as_view(), name="result"),
]
