from django.urls import path

from survey.results import views

urlpatterns = [
    path("ergebnisse/", views.results, name="results"),
    path("ergebnisse/<slug:slug>/", views.of_forum, name="forum_results"),
]
