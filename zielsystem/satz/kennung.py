"""The statement that a PDF/A document is also PDF/UA-1. WeasyPrint writes one of the two; archives ask for both."""

from __future__ import annotations

from weasyprint.document import DocumentMetadata

_PDFUA = "http://www.aiim.org/pdfua/ns/id/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

BARRIEREFREI = f"""
<rdf:Description xmlns:rdf="{_RDF}" xmlns:pdfuaid="{_PDFUA}" rdf:about="" pdfuaid:part="1" />
<rdf:Description xmlns:rdf="{_RDF}" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
  rdf:about="">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>{_PDFUA}</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
""".encode()
"""PDF/A allows properties it does not know only where the document describes them (ISO 19005-3, 6.6.2.3)."""


def kennzeichne_barrierefrei(angaben: DocumentMetadata) -> None:
    """Make the metadata of a document say PDF/UA-1 beside what they say already."""
    nur_archiv = angaben.generate_rdf_metadata

    def mit_beidem(variant: str, version: int, conformance: str | None) -> bytes:
        rdf: bytes = nur_archiv(variant, version, conformance)
        anfang, ende, _ = rdf.rpartition(b"</rdf:RDF>")
        return anfang + BARRIEREFREI + ende

    angaben.generate_rdf_metadata = mit_beidem
