from django.urls import include, path

from survey import receipt_views, sharing_views, subscription_views, update_views, views

app_name = "survey"

sharing = [
    path("qr.svg", sharing_views.qr_svg, name="qr_svg"),
    path("qr.png", sharing_views.qr_png, name="qr_png"),
    path("bild.png", sharing_views.preview, name="preview"),
    path("plakat/", sharing_views.poster, name="poster"),
]
urlpatterns = [
    path("mitmachen/", views.take_part, name="form"),
    path("mitmachen/", include(sharing)),
    path("mitmachen/absenden/", views.send, name="send"),
    path("themenforen/<slug:slug>/mitmachen/", views.empty_form, name="shared"),
    path("themenforen/<slug:slug>/mitmachen/", include(sharing)),
    path("beleg/", receipt_views.open_receipt, name="code"),
    path("beleg/<str:code>/", receipt_views.receipt, name="receipt"),
    path("beleg/<str:code>/antworten/", receipt_views.reply, name="reply"),
    path("beleg/<str:code>/aendern/", receipt_views.change, name="change"),
    path("auf-dem-laufenden/", subscription_views.subscribe, name="subscribe"),
    path("auf-dem-laufenden/danke/", subscription_views.requested, name="requested"),
    path("auf-dem-laufenden/<str:token>/", subscription_views.subscription, name="subscription"),
    path("auf-dem-laufenden/<str:token>/abmelden/", subscription_views.leave, name="leave"),
    path("auf-dem-laufenden/<str:token>/daten.json", subscription_views.export, name="export"),
    path("neuigkeiten/", update_views.update_list, name="updates"),
    path("neuigkeiten/feed.xml", update_views.feed, name="feed"),
    path("neuigkeiten/<slug:slug>/", update_views.update, name="update"),
]
