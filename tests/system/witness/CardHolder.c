/* Another program that uses the card, as simply as such programs are: no code of ours is in it.
 *   cardwright_card_holder READER hold|alone|try [leave|reset] [SECONDS]
 * hold: SCardBeginTransaction on a shared connection; alone: the reader exclusively; both keep it until SIGTERM (or for SECONDS) and
 * then end it with that disposition. try: begins, ends, and is gone; it waits for as long as pcscd lets it wait.
 * "held" is printed once it has the card. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <winscard.h>

static int failed(const char *call, LONG code)
{
    printf("%s: %s\n", call, pcsc_stringify_error(code));
    return 1;
}

int main(int argc, char **argv)
{
    SCARDCONTEXT context;
    SCARDHANDLE card;
    DWORD protocol;
    LONG code;
    sigset_t signals;
    if (argc < 3) return 2;
    const int alone = strcmp(argv[2], "alone") == 0;
    const int keeps = strcmp(argv[2], "try") != 0;
    const DWORD disposition = argc > 3 && strcmp(argv[3], "reset") == 0 ? SCARD_RESET_CARD : SCARD_LEAVE_CARD;
    struct timespec longest = {argc > 4 ? atoi(argv[4]) : 60, 0};
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    code = SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context);
    if (code != SCARD_S_SUCCESS) return failed("SCardEstablishContext", code);
    /* Alone only once everybody else has gone: whoever gave up waiting for this card may still be about to leave. */
    for (int tries = 0; tries < 250; ++tries) {
        const struct timespec moment = {0, 20000000};
        code = SCardConnect(context, argv[1], alone ? SCARD_SHARE_EXCLUSIVE : SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card,
                            &protocol);
        if (code != (LONG)SCARD_E_SHARING_VIOLATION) break;
        nanosleep(&moment, NULL);
    }
    if (code != SCARD_S_SUCCESS) return failed("SCardConnect", code);
    code = SCardBeginTransaction(card);
    if (code != SCARD_S_SUCCESS) return failed("SCardBeginTransaction", code);
    puts("held");
    fflush(stdout);
    if (keeps) sigtimedwait(&signals, NULL, &longest);
    code = SCardEndTransaction(card, disposition);
    if (code != SCARD_S_SUCCESS) return failed("SCardEndTransaction", code);
    puts("let go");
    SCardDisconnect(card, SCARD_LEAVE_CARD);
    SCardReleaseContext(context);
    return 0;
}
