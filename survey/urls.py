"""The addresses of all rooms with public pages; `survey:` names them."""

from survey.news.urls import urlpatterns as news
from survey.participation.urls import urlpatterns as participation
from survey.results.urls import urlpatterns as results

app_name = "survey"
urlpatterns = [*participation, *news, *results]
