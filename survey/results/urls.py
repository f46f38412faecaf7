from django.urls import path

from survey.results import project_views, publication_views, views

urlpatterns = [
    path("ergebnisse/", views.results, name="results"),
    path("ergebnisse/beitraege/", publication_views.publication_list, name="publications"),
    path("ergebnisse/beitraege/feed.xml", publication_views.feed, name="publication_feed"),
    path("ergebnisse/beitraege/daten.json", publication_views.data, name="publication_data"),
    path("ergebnisse/beitraege/<slug:key>/", publication_views.publication, name="publication"),
    path("ergebnisse/<slug:slug>/", views.of_forum, name="forum_results"),
    path("projekte/", project_views.project_list, name="projects"),
    path("projekte/bericht/<str:day>/", project_views.report, name="project_report"),
    path("projekte/<slug:slug>/", project_views.project, name="project"),
]
