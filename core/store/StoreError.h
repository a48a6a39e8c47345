#pragma once

#include "core/base/Failure.h"

namespace cardwright {

/// The store, the disk or the site folder stopped a step. Codes: STORE-BUSY, STORE-DAMAGED, STORE-NEWER, STORE-OLDER,
/// STORE-WRITE, STORE-READ, DISK-FULL, SITE-ABSENT, SITE-DAMAGED, SITE-EXISTS, STORE-PORTRAIT, LEASE-EMPTY,
/// STORE-ROLLED-BACK, LOG-FORKED, STORE-SEALED, STORE-TAMPERED, STORE-FOREIGN, STORE-KEY-OTHER, PAYLOAD-ERASED, CHECKPOINT-UNSIGNED.
/// The detail names a file, a table or a process, never what a row holds.
class StoreError : public FailureError {
public:
    using FailureError::FailureError;
};

} // namespace cardwright
