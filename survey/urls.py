from django.urls import path

from survey import views

app_name = "survey"
urlpatterns = [
    path("mitmachen/", views.take_part, name="form"),
    path("themenforen/<slug:slug>/mitmachen/", views.empty_form, name="shared"),
    path("mitmachen/absenden/", views.send, name="send"),
    path("beleg/<str:code>/", views.receipt, name="receipt"),
]
