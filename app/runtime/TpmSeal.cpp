#include "app/runtime/TpmSeal.h"

#ifdef CARDWRIGHT_TPM

#include <tss2/tss2_esys.h>
#include <tss2/tss2_mu.h>
#include <tss2/tss2_rc.h>
#include <tss2/tss2_tctildr.h>

#include <string.h>

#include <cstdlib>
#include <cstring>

namespace cardwright::runtime {

namespace {

void check(TSS2_RC answer, const char* call)
{
    if (answer == TSS2_RC_SUCCESS) return;
    throw TpmError(Failure::of("TPM-REFUSED", std::string(call) + ": " + Tss2_RC_Decode(answer)));
}

template <class T>
struct Freed {
    T* value = nullptr;
    ~Freed() { Esys_Free(value); }
};

/// TCG EK Credential Profile's storage template H-2 (ECC P-256), with an empty unique part.
TPM2B_PUBLIC storageTemplate()
{
    TPM2B_PUBLIC in{};
    auto& area = in.publicArea;
    area.type = TPM2_ALG_ECC;
    area.nameAlg = TPM2_ALG_SHA256;
    area.objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_USERWITHAUTH |
                            TPMA_OBJECT_NODA | TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT;
    auto& ecc = area.parameters.eccDetail;
    ecc.symmetric.algorithm = TPM2_ALG_AES;
    ecc.symmetric.keyBits.aes = 128;
    ecc.symmetric.mode.aes = TPM2_ALG_CFB;
    ecc.scheme.scheme = TPM2_ALG_NULL;
    ecc.curveID = TPM2_ECC_NIST_P256;
    ecc.kdf.scheme = TPM2_ALG_NULL;
    return in;
}

TPM2B_PUBLIC sealTemplate()
{
    TPM2B_PUBLIC in{};
    auto& area = in.publicArea;
    area.type = TPM2_ALG_KEYEDHASH;
    area.nameAlg = TPM2_ALG_SHA256;
    area.objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA;
    area.parameters.keyedHashDetail.scheme.scheme = TPM2_ALG_NULL;
    return in;
}

} // namespace

struct TpmSeal::Context {
    TSS2_TCTI_CONTEXT* tcti = nullptr;
    ESYS_CONTEXT* esys = nullptr;

    ~Context()
    {
        if (esys != nullptr) Esys_Finalize(&esys);
        if (tcti != nullptr) Tss2_TctiLdr_Finalize(&tcti);
    }
};

namespace {

/// A handle in the TPM that goes with its owner.
class Transient {
public:
    explicit Transient(ESYS_CONTEXT* esys) : m_esys(esys) {}
    ~Transient()
    {
        if (handle != ESYS_TR_NONE) Esys_FlushContext(m_esys, handle);
    }
    Transient(const Transient&) = delete;
    Transient& operator=(const Transient&) = delete;
    ESYS_TR handle = ESYS_TR_NONE;

private:
    ESYS_CONTEXT* m_esys;
};

void makePrimary(ESYS_CONTEXT* esys, Transient& primary)
{
    const TPM2B_SENSITIVE_CREATE sensitive{};
    const auto in = storageTemplate();
    const TPM2B_DATA outside{};
    const TPML_PCR_SELECTION pcrs{};
    check(Esys_CreatePrimary(esys, ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &sensitive, &in, &outside, &pcrs,
                             &primary.handle, nullptr, nullptr, nullptr, nullptr),
          "CreatePrimary");
}

/// Parameters travel encrypted both ways: nobody on the bus reads the secret.
void beginPrivate(ESYS_CONTEXT* esys, const Transient& primary, Transient& session)
{
    TPMT_SYM_DEF symmetric{};
    symmetric.algorithm = TPM2_ALG_AES;
    symmetric.keyBits.aes = 128;
    symmetric.mode.aes = TPM2_ALG_CFB;
    check(Esys_StartAuthSession(esys, primary.handle, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, nullptr, TPM2_SE_HMAC, &symmetric,
                                TPM2_ALG_SHA256, &session.handle),
          "StartAuthSession");
    constexpr TPMA_SESSION flags = TPMA_SESSION_DECRYPT | TPMA_SESSION_ENCRYPT | TPMA_SESSION_CONTINUESESSION;
    check(Esys_TRSess_SetAttributes(esys, session.handle, flags, 0xFF), "SessionAttributes");
}

Bytes marshalled(const TPM2B_PUBLIC& publicPart, const TPM2B_PRIVATE& privatePart)
{
    Bytes blob(sizeof publicPart + sizeof privatePart);
    std::size_t used = 0;
    check(Tss2_MU_TPM2B_PUBLIC_Marshal(&publicPart, blob.data(), blob.size(), &used), "Marshal");
    check(Tss2_MU_TPM2B_PRIVATE_Marshal(&privatePart, blob.data(), blob.size(), &used), "Marshal");
    blob.resize(used);
    return blob;
}

ESYS_TR nvHandle(ESYS_CONTEXT* esys, std::uint32_t index)
{
    ESYS_TR handle = ESYS_TR_NONE;
    check(Esys_TR_FromTPMPublic(esys, index, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &handle), "NV index");
    return handle;
}

} // namespace

bool TpmSeal::supported() noexcept { return true; }

TpmSeal::TpmSeal(const std::string& tcti) : m_context(std::make_unique<Context>())
{
    // The library would tell standard error of each probe that fails; our own answer says it once.
    ::setenv("TSS2_LOG", "all+NONE", 0);
    const bool there = Tss2_TctiLdr_Initialize(tcti.empty() ? "device:/dev/tpmrm0" : tcti.c_str(), &m_context->tcti) == TSS2_RC_SUCCESS &&
                       Esys_Initialize(&m_context->esys, m_context->tcti, nullptr) == TSS2_RC_SUCCESS;
    if (!there) throw TpmError(Failure::of("TPM-ABSENT", tcti));
}

TpmSeal::~TpmSeal() = default;

Bytes TpmSeal::seal(const SecureBytes& secret)
{
    auto* esys = m_context->esys;
    TPM2B_SENSITIVE_CREATE sensitive{};
    auto& data = sensitive.sensitive.data;
    if (secret.size() > 128) throw TpmError(Failure::of("TPM-REFUSED", "too long to seal"));
    data.size = static_cast<UINT16>(secret.size());
    std::memcpy(data.buffer, secret.view().data(), secret.size());
    const auto in = sealTemplate();
    const TPM2B_DATA outside{};
    const TPML_PCR_SELECTION pcrs{};
    Transient primary(esys);
    Transient session(esys);
    makePrimary(esys, primary);
    beginPrivate(esys, primary, session);
    Freed<TPM2B_PRIVATE> privatePart;
    Freed<TPM2B_PUBLIC> publicPart;
    const auto answer = Esys_Create(esys, primary.handle, ESYS_TR_PASSWORD, session.handle, ESYS_TR_NONE, &sensitive, &in, &outside, &pcrs,
                                    &privatePart.value, &publicPart.value, nullptr, nullptr, nullptr);
    ::explicit_bzero(&sensitive, sizeof sensitive);
    check(answer, "Create");
    return marshalled(*publicPart.value, *privatePart.value);
}

SecureBytes TpmSeal::unseal(ByteView blob)
{
    auto* esys = m_context->esys;
    TPM2B_PUBLIC publicPart{};
    TPM2B_PRIVATE privatePart{};
    std::size_t used = 0;
    check(Tss2_MU_TPM2B_PUBLIC_Unmarshal(blob.data(), blob.size(), &used, &publicPart), "Unmarshal");
    check(Tss2_MU_TPM2B_PRIVATE_Unmarshal(blob.data(), blob.size(), &used, &privatePart), "Unmarshal");
    Transient primary(esys);
    Transient session(esys);
    Transient sealed(esys);
    makePrimary(esys, primary);
    beginPrivate(esys, primary, session);
    check(Esys_Load(esys, primary.handle, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &privatePart, &publicPart, &sealed.handle), "Load");
    // Unseal has no parameter to decrypt: only its answer is.
    check(Esys_TRSess_SetAttributes(esys, session.handle, TPMA_SESSION_ENCRYPT | TPMA_SESSION_CONTINUESESSION, 0xFF), "SessionAttributes");
    Freed<TPM2B_SENSITIVE_DATA> secret;
    check(Esys_Unseal(esys, sealed.handle, ESYS_TR_PASSWORD, session.handle, ESYS_TR_NONE, &secret.value), "Unseal");
    auto plain = SecureBytes::copyOf({secret.value->buffer, secret.value->size});
    ::explicit_bzero(secret.value, sizeof *secret.value);
    return plain;
}

bool TpmSeal::hasCounter(std::uint32_t index)
{
    TPMI_YES_NO more = 0;
    Freed<TPMS_CAPABILITY_DATA> found;
    check(Esys_GetCapability(m_context->esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, TPM2_CAP_HANDLES, index, 1, &more, &found.value), "GetCapability");
    const auto& handles = found.value->data.handles;
    return handles.count > 0 && handles.handle[0] == index;
}

void TpmSeal::makeCounter(std::uint32_t index)
{
    TPM2B_NV_PUBLIC in{};
    in.nvPublic.nvIndex = index;
    in.nvPublic.nameAlg = TPM2_ALG_SHA256;
    in.nvPublic.attributes = (static_cast<TPMA_NV>(TPM2_NT_COUNTER) << TPMA_NV_TPM2_NT_SHIFT) | TPMA_NV_OWNERWRITE | TPMA_NV_OWNERREAD |
                             TPMA_NV_AUTHREAD | TPMA_NV_AUTHWRITE | TPMA_NV_NO_DA;
    in.nvPublic.dataSize = 8;
    const TPM2B_AUTH empty{};
    ESYS_TR handle = ESYS_TR_NONE;
    check(Esys_NV_DefineSpace(m_context->esys, ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &empty, &in, &handle), "NV_DefineSpace");
    increment(index); // a counter cannot be read before it was counted once
}

std::uint64_t TpmSeal::count(std::uint32_t index)
{
    const auto handle = nvHandle(m_context->esys, index);
    Freed<TPM2B_MAX_NV_BUFFER> data;
    check(Esys_NV_Read(m_context->esys, handle, handle, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, 8, 0, &data.value), "NV_Read");
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < data.value->size; ++i) value = value << 8 | data.value->buffer[i];
    return value;
}

std::uint64_t TpmSeal::increment(std::uint32_t index)
{
    const auto handle = nvHandle(m_context->esys, index);
    check(Esys_NV_Increment(m_context->esys, handle, handle, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE), "NV_Increment");
    return count(index);
}

void TpmSeal::removeCounter(std::uint32_t index)
{
    const auto handle = nvHandle(m_context->esys, index);
    check(Esys_NV_UndefineSpace(m_context->esys, ESYS_TR_RH_OWNER, handle, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE), "NV_UndefineSpace");
}

} // namespace cardwright::runtime

#else

namespace cardwright::runtime {

struct TpmSeal::Context {};

namespace {

[[noreturn]] void absent() { throw TpmError(Failure::of("TPM-ABSENT", "built without tpm2-tss")); }

} // namespace

bool TpmSeal::supported() noexcept { return false; }
TpmSeal::TpmSeal(const std::string&) { absent(); }
TpmSeal::~TpmSeal() = default;
Bytes TpmSeal::seal(const SecureBytes&) { absent(); }
SecureBytes TpmSeal::unseal(ByteView) { absent(); }
bool TpmSeal::hasCounter(std::uint32_t) { absent(); }
void TpmSeal::makeCounter(std::uint32_t) { absent(); }
std::uint64_t TpmSeal::count(std::uint32_t) { absent(); }
std::uint64_t TpmSeal::increment(std::uint32_t) { absent(); }
void TpmSeal::removeCounter(std::uint32_t) { absent(); }

} // namespace cardwright::runtime

#endif
