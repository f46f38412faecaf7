from allauth.account import views as account_views
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from ruhrdialog import errors, views
from ruhrdialog.health import views as health_views
from ruhrdialog.lib.pages import public_page
from ruhrdialog.sitemaps import SITEMAPS

# Of allauth's pages those for staff; there is no sign-up and no reset by e-mail.
account_urls = [
    path("login/", account_views.login, name="account_login"),
    path("logout/", account_views.logout, name="account_logout"),
    path("inactive/", account_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path("passwort/", account_views.password_change, name="account_change_password"),
    path("zweiter-faktor/", include("allauth.mfa.urls")),
    path("sitzungen/", include("allauth.usersessions.urls")),
]
urlpatterns = [
    path("", views.start, name="start"),
    path("themenforen/", include("forums.urls")),
    path("faq/", include("faq.urls")),
    path("", include("survey.urls")),
    path("impressum/", views.text_page, {"template": "legal/imprint.html"}, name="imprint"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path(
        "barrierefreiheit/danke/",
        views.text_page,
        {"template": "legal/barrier_reported.html"},
        name="barrier_reported",
    ),
    path(
        "leichte-sprache/",
        views.text_page,
        {"template": "legal/easy_language.html"},
        name="easy_language",
    ),
    path(
        "gebaerdensprache/",
        views.text_page,
        {"template": "legal/sign_language.html"},
        name="sign_language",
    ),
    path(".well-known/security.txt", views.security_txt),
    path("verwaltung/konto/", include(account_urls)),
    path("verwaltung/", admin.site.urls),
    path(
        "sitemap.xml",
        public_page(sitemap),
        {"sitemaps": SITEMAPS, "content_type": "application/xml; charset=utf-8"},
    ),
    path("robots.txt", views.robots),
    path("livez", health_views.livez, name="livez"),
    path("readyz", health_views.readyz, name="readyz"),
    path("metrics", health_views.metrics, name="metrics"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
