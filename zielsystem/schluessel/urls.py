"""Routes under /schluessel/."""

from django.urls import path

from zielsystem.schluessel import views

app_name = "schluessel"
urlpatterns = [
    path("", views.schluessel, name="liste"),
    path("neu/", views.neu, name="neu"),
    path("<int:pk>/widerrufen/", views.widerrufen, name="widerrufen"),
]
