"""Routes under /konten/."""

from django.urls import path

from zielsystem.konten import views

app_name = "konten"
urlpatterns = [
    path("", views.konten, name="konten"),
    path("neu/", views.neu, name="neu"),
    path("<int:pk>/beenden/", views.beenden, name="beenden"),
]
