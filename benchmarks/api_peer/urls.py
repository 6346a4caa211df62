"""The addresses of the system, and those of the peer."""

from __future__ import annotations

from django.urls import include, path
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.routers import SimpleRouter

from benchmarks.api_peer.models import Value
from zielsystem.parties.doors import offen


class Pages(PageNumberPagination):
    """A thousand at a time, ten times what is usual: fewer requests for the same values."""

    page_size = 1000


class ValueSerializer(serializers.ModelSerializer[Value]):
    """All columns."""

    class Meta:
        model = Value
        exclude = ("id",)


class ValueFilter(filters.FilterSet):
    """Units, measures and months."""

    einheit = filters.BaseInFilter(field_name="einheit")
    kennzahl = filters.BaseInFilter(field_name="kennzahl")
    von = filters.DateFilter(field_name="monat", lookup_expr="gte")


@offen
class Values(viewsets.ReadOnlyModelViewSet[Value]):
    """The values."""

    queryset = Value.objects.order_by("einheit", "kennzahl", "monat")
    serializer_class = ValueSerializer
    filter_backends = (filters.DjangoFilterBackend,)
    filterset_class = ValueFilter
    pagination_class = Pages
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)


router = SimpleRouter()
router.register("werte", Values)

urlpatterns = [path("vergleich/", include(router.urls)), path("", include("zielsystem.urls"))]
