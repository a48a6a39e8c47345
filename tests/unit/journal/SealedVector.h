#pragma once

// The sealed and signed vector of core/journal/README.md. Made by a separate program with the openssl tool.

namespace cardwright::vectors {

inline constexpr const char* sessionKey = // SubjectPublicKeyInfo of the session key, base64
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+F5ZQn/oNkp/t9m8KJbTxm5XBCBqB1PVy5Z+RqBFJ9A/Bgz7Q0Zb9eJUPEXAhebbP21FFKSKrk+zjBwHH3PQ"
    "LQ==";
inline constexpr const char* envelope = // base64
    "MIICLwYLKoZIhvcNAQkQARegggIeMIICGgIBADGCAWyhgbMCAQOgUaFPMAkGByqGSM49AgEDQgAEAdBfv/xKweQ16AKiNJkA1trT464LDA3K+3PQb7sbgQ1I"
    "eJaLQr+iEzqQtElzl/22m0wPp3g9iW2a2+Irmnp9djAVBgYrgQQBCwEwCwYJYIZIAWUDBAEtMEQwQqAWBBTcVJN5Fh5oE4KIBqq1C5OygRy8cgQorWkvq1W9"
    "Cai5vkibAAmXSfOg0fF/pZSShON8Pt4CVckzlZcOSxG4TqGBswIBA6BRoU8wCQYHKoZIzj0CAQNCAASE2nvZSIu1AZqPDwRr0QcUwRsOR0p7JbnkJ3hut3qF"
    "1OLV4iANCkME4I4mmty1FlBKCY22n9REK+JR+DpgtdGMMBUGBiuBBAELATALBglghkgBZQMEAS0wRDBCoBYEFAHY03xVu5KKrq2WCcbpAlrvgJcnBChCHzwE"
    "SSthN9Wob8JjjwXv/jr5rk95H4SOiegyre9iLtwXljvriOWGMIGSBgkqhkiG9w0BBwEwHgYJYIZIAWUDBAEuMBEEDOuhk80m16DUrci4IAIBEIBlgdGtDc0J"
    "ySspl4GEL4iFoqG5PmRndyLBv8XWWPvt05Ku+Hf2Ore7bmRIdFYXmkbXe+CPRWxGqhZdWrDG9bdLTTRwJ7mJiK8dQnktJQPIGQSsNMBLnUaq+vrTIzEMtbjS"
    "oe9k1pQEEI2xM8h08UgLGSUHJYU6788=";
inline constexpr const char* signature = // base64
    "MEUCIQCi3p1hupom9tsuemZ/5XMipJmEJbw5P8KqFfZt6erlBwIgF4eCLxX3C2aAHPt6A669gTmx57O0RnwYA2CS9jbzQy8=";
inline constexpr const char* centreKey = // PKCS#8, base64: published, so it protects nothing
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCSG4CjUmLv7Of+vmt9JVRoMmLOY/JYS5msozf3rWMXChRANCAAQFR8XzdQlEP7Re4KA/Bv3T"
    "RyDs3IYNFo43eTRQy//12KAClnXuJo7qTmQ9MkRHK2jCUKSGcZEsckyryRP84baz";
inline constexpr const char* centreCertificate =
    "MIIBlzCCAT2gAwIBAgIUc3Lyofkr5tSN6IwP8xnXp8qgokswCgYIKoZIzj0EAwIwGDEWMBQGA1UEAwwNVmVjdG9yIGNlbnRyZTAgFw0yNjExMjIwMDMzMzZa"
    "GA8yMTI2MTAyOTAwMzMzNlowGDEWMBQGA1UEAwwNVmVjdG9yIGNlbnRyZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAVHxfN1CUQ/tF7goD8G/dNHIOzc"
    "hg0Wjjd5NFDL//XYoAKWde4mjupOZD0yREcraMJQpIZxkSxyTKvJE/zhtrOjYzBhMB0GA1UdDgQWBBTcVJN5Fh5oE4KIBqq1C5OygRy8cjAfBgNVHSMEGDAW"
    "gBTcVJN5Fh5oE4KIBqq1C5OygRy8cjAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIDCDAKBggqhkjOPQQDAgNIADBFAiBebxXKiCRREma7OqqmI6Ev"
    "sEp0qDwEOKl4lMb52PtSrAIhAMziP8UMUvYWCuhXNOG3ayM29uycrjt6G30Wb7Fzqume";
inline constexpr const char* storeKey =
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgEdKOyYEAAJ378AMgTMKN0uTqQ1DssVyAcn3iLB0pu3ihRANCAASGSLVQ2z2WLXXbQr2A4stS"
    "+IaPUmAFKzGK5V9psoDceINC1y2gW/6YAHzFYqsh4oAewbzPP7+BnxWm6y4A9BiM";
inline constexpr const char* storeCertificate =
    "MIIBlTCCATugAwIBAgIUbltWEC1xOSe1yZAR2HmmDWtErzMwCgYIKoZIzj0EAwIwFzEVMBMGA1UEAwwMVmVjdG9yIHN0b3JlMCAXDTI2MTEyMjAwMzMzNloY"
    "DzIxMjYxMDI5MDAzMzM2WjAXMRUwEwYDVQQDDAxWZWN0b3Igc3RvcmUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASGSLVQ2z2WLXXbQr2A4stS+IaPUmAF"
    "KzGK5V9psoDceINC1y2gW/6YAHzFYqsh4oAewbzPP7+BnxWm6y4A9BiMo2MwYTAdBgNVHQ4EFgQUAdjTfFW7koqurZYJxukCWu+AlycwHwYDVR0jBBgwFoAU"
    "AdjTfFW7koqurZYJxukCWu+AlycwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAwgwCgYIKoZIzj0EAwIDSAAwRQIgKJWz3Ut3Bq2/kUVqhJrGEbM6"
    "BAnsBFwqlj9OueZ5948CIQDjqC8Nsbg+8EreVHF1zUh0HjkI4xgA1OsYlsCTxXS7MA==";
inline constexpr const char* note =
    "cardwright.log/3f6f2a4e-9d1b-4c58-8a53-0c9d5e7b1a20\n"
    "3\n"
    "2NWJRg8U0dSnBfvBBs2z/N26zXFLjHzuSqKepQseczk=\n"
    "\n"
    "\xE2\x80\x94 cardwright.workstation/6f1f6a3e-8a53-4c0e-9a35-0f0e8a6f4d11 ekwYNzBGAiEAhsSb0jq1Tb/Cg3M+xImOVYdNV4LSrQ29DC1cZ5T59vACIQClX9N8D5hJl/cgUKepAko57N+lSbERATOBPdVTY2pkCA==\n";

} // namespace cardwright::vectors
