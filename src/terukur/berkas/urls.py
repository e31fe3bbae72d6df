from django.urls import path

from terukur.berkas import views

app_name = "berkas"
urlpatterns = [
    path("unggahan/", views.mulai, name="mulai"),
    path("unggahan/<uuid:unggahan_id>/", views.unggahan, name="unggahan"),
    path("<uuid:berkas_id>/", views.unduh, name="unduh"),
]
