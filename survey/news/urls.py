from django.urls import path

from survey.news import subscription_views, update_views

urlpatterns = [
    path("auf-dem-laufenden/", subscription_views.subscribe, name="subscribe"),
    path("auf-dem-laufenden/danke/", subscription_views.requested, name="requested"),
    path("auf-dem-laufenden/<secret:token>/", subscription_views.subscription, name="subscription"),
    path(
        "auf-dem-laufenden/<secret:token>/bestaetigen/", subscription_views.confirm, name="confirm"
    ),
    path("auf-dem-laufenden/<secret:token>/abmelden/", subscription_views.leave, name="leave"),
    path(
        "auf-dem-laufenden/<secret:token>/nie-wieder/",
        subscription_views.never_again,
        name="never_again",
    ),
    path("auf-dem-laufenden/<secret:token>/daten.json", subscription_views.export, name="export"),
    path("auf-dem-laufenden/<secrets:rest>", subscription_views.odd_address, name="odd_link"),
    path("neuigkeiten/", update_views.update_list, name="updates"),
    path("neuigkeiten/feed.xml", update_views.feed, name="feed"),
    path("neuigkeiten/<slug:slug>/", update_views.update, name="update"),
]
