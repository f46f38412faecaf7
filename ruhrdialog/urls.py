from django.contrib import admin
from django.urls import include, path

from ruhrdialog import views

urlpatterns = [
    path("", views.start, name="start"),
    path("themenforen/", include("forums.urls")),
    path("faq/", include("faq.urls")),
    path("", include("survey.urls")),
    path("verwaltung/", admin.site.urls),
    path("livez", views.livez),
    path("readyz", views.readyz),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
