from django.urls import path

from survey.results import project_views, views

urlpatterns = [
    path("ergebnisse/", views.results, name="results"),
    path("ergebnisse/<slug:slug>/", views.of_forum, name="forum_results"),
    path("projekte/", project_views.project_list, name="projects"),
    path("projekte/bericht/<str:day>/", project_views.report, name="project_report"),
    path("projekte/<slug:slug>/", project_views.project, name="project"),
]
