"""The electronic seal of the system, and what a PDF says about its seal and its signatures. Bytes in, findings out.

Knows nothing of agreements. ``schluessel`` provides key and certificate, ``besiegeln`` seals (PAdES B-B), ``befund``
says whether a sealed PDF is unchanged, ``unterschrift`` whether a PDF is ours plus an intact signature. Nothing is
fetched from anywhere: revocation and the trust lists of the EU are not asked.

pyHanko takes about a second to load, and few requests need it: each function that does imports it itself.
"""
