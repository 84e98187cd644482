from django.urls import path

from wagtail_advocacy.public_pages import PackageFileView

from . import public_views


app_name = "shareables"
urlpatterns = [
    path("c/<str:public_id>/", public_views.CardView.as_view(), name="card"),
    path(
        "c/<str:public_id>/image.jpg",
        public_views.CardImageView.as_view(),
        name="card_image",
    ),
    # Served from here and not as static files: a process that serves nothing but
    # these addresses has none.
    path(
        "assets/public.css",
        PackageFileView.as_view(file="css/public.css", content_type="text/css"),
        name="card_styles",
    ),
]
