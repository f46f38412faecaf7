from django.urls import include, path

from survey.participation import (
    draft_views,
    paper,
    receipt_files,
    receipt_views,
    sending,
    sharing_views,
    stand,
    views,
)

sharing = [
    path("qr.svg", sharing_views.qr_svg, name="qr_svg"),
    path("qr.png", sharing_views.qr_png, name="qr_png"),
    path("bild.png", sharing_views.preview, name="preview"),
    path("plakat/", sharing_views.poster, name="poster"),
]
urlpatterns = [
    path("mitmachen/", views.take_part, name="form"),
    path("mitmachen/", include(sharing)),
    path("mitmachen/papier/", paper.questionnaire, name="paper"),
    path("mitmachen/pruefen/", views.check, name="check"),
    path("mitmachen/absenden/", sending.send, name="send"),
    path("mitmachen/entwurf/", draft_views.save, name="draft_save"),
    path("mitmachen/entwurf/<secret:code>/", draft_views.go_on, name="draft"),
    path("mitmachen/entwurf/<secret:code>/gespeichert/", draft_views.kept, name="draft_kept"),
    path("mitmachen/entwurf/<secret:code>/loeschen/", draft_views.throw_away, name="draft_delete"),
    path("stand/", stand.stand, name="stand"),
    path("stand/drucker/", stand.stand, {"has_printer": True}, name="stand"),
    path("themenforen/<slug:slug>/mitmachen/", views.empty_form, name="shared"),
    path("themenforen/<slug:slug>/mitmachen/", include(sharing)),
    path("beleg/", receipt_views.open_receipt, name="code"),
    path("beleg/<secret:code>/", receipt_views.receipt, name="receipt"),
    path("beleg/<secret:code>/antworten/", receipt_views.reply, name="reply"),
    path("beleg/<secret:code>/aendern/", receipt_views.change, name="change"),
    path("beleg/<secret:code>/zustimmung/", receipt_views.consent, name="consent"),
    path("beleg/<secret:code>/beitrag.txt", receipt_files.copy, name="receipt_copy"),
    path("beleg/<secret:code>/kalender.ics", receipt_files.calendar, name="receipt_calendar"),
    path("beleg/<secrets:rest>", receipt_views.odd_address, name="odd_receipt"),
]
