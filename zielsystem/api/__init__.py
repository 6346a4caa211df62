"""The grammar of the REST API: what every door below ``/api/v1/`` is made of, whatever room it leads to.

A door is a class that says who may come in, what it can be asked, and hands over rows::

    from zielsystem.api.ansicht import Ansicht
    from zielsystem.api.parameter import Abfrage, monatsliste
    from zielsystem.api.schema import FORMAT, SEITE, antworten
    from zielsystem.api.seiten import blaettere
    from zielsystem.parties.doors import angemeldet, befugt

    @angemeldet                                    # the rule of the door, as for a page
    class Sitzungen(Ansicht):
        spalten = ("nummer", "gremium", "am", "zustand")     # the columns of CSV and XLSX, in this order
        parameter = ("gremium",)                   # what it can be asked; anything else is refused by name

        @extend_schema(operation_id="sitzungen", responses=antworten(Sitzungsliste), parameters=[*SEITE, FORMAT])
        def get(self, request: Request) -> Response:
            abfrage = self.abfrage(request)        # collects every wrong parameter, with what would be right
            gremien = abfrage.liste("gremium")
            seite = blaettere(abfrage, Sitzung.objects.visible_to(request.zugang).filter(…))   # raises if any is wrong
            return Response(seite.antwort(request, [_zeile(sitzung) for sitzung in seite.zeilen]))

        @befugt(Befugnis.X)                        # a method may ask for more than the door does
        @einmalig                                  # Idempotency-Key: the answer is stored and given again
        def post(self, request: Request) -> Response: …

* ``ansicht``     the door: rule, token, limits, formats, conditional requests; ``request.zugang`` is who acts
* ``probleme``    everything that goes wrong as a problem object (RFC 9457); acts just raise, also ``Gehindert``
* ``parameter``   reading query parameters and bodies: all errors at once
* ``seiten``      pages by cursor: nothing twice, nothing left out, whatever is added meanwhile
* ``formate``     the same rows as JSON, CSV and XLSX
* ``bedingt``     ETag and Last-Modified: a door with a ``fassung`` answers 304 without computing anything
* ``vorrat``      finished answers of open doors, given again from memory until something is published
* ``drosselung``  how many requests a minute, told in headers
* ``wiederholung``  ``@einmalig``: a request sent twice is done once
* ``uebergaenge`` the acts of a table of transitions, as the buttons show them
* ``schema``      how doors describe themselves (OpenAPI 3.1)

A view that raises ``Http404``, ``PermissionDenied``, ``Ausserhalb`` or ``Gehindert`` need not translate them. What is
invisible is 404. This file imports nothing: the settings name modules of this package.
"""
