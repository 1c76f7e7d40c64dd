/// The SHA-256 functions whose state can be copied are marked deprecated since OpenSSL 3, but they are
/// the ones that let one keyed state be reused for millions of short messages without an allocation.
#define OPENSSL_SUPPRESS_DEPRECATED 1
#include <openssl/sha.h>
