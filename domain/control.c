/*
 * Requests of the tools: the nodes below control/ in xenstore.
 *
 * xl writes a word to control/shutdown and waits until the domain has removed it; what
 * follows is up to the domain. control/feature-... announce the supported requests. A
 * letter in control/sysrq asks for a report, even when the console is stuck.
 *
 * Nothing here waits at boot: writes and watch are posted, together with a first look
 * for requests made earlier.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/notes.h>
#include <arch/suspend.h>
#include <diag/log.h>
#include <diag/panic.h>
#include <diag/report.h>
#include <domain/control.h>
#include <domain/lifecycle.h>
#include <drivers/xenstore.h>
#include <hypercall/sched.h>
#include <lib/util.h>

#define WORD_MAX 32

static const char *const features[] = {
    "control/feature-poweroff", "control/feature-reboot", "control/feature-suspend",
};
#define FEATURES ARRAY_SIZE(features)

/* --- taking a request ---------------------------------------------------------- */

struct taking {
    const char *path;
    char word[WORD_MAX];
};

/* Reads and empties the node in one transaction, so that no later request is lost. */
static int control_take(const struct xenstore_transaction *transaction, void *data)
{
    struct taking *taking = data;
    int length = xenstore_read(transaction, taking->path, taking->word, sizeof(taking->word));

    if (length > 0)
        length = xenstore_write_text(transaction, taking->path, "");
    return length;
}

/* True if there was a word. An empty node is the usual case, and needs no transaction. */
static bool take_word(struct taking *taking)
{
    int result = xenstore_read(NULL, taking->path, taking->word, sizeof(taking->word));

    if (result > 0)
        result = xenstore_transaction(control_take, taking);
    if (result < 0 && result != -ENOENT) {
        log_printf("%s: cannot be taken: %d\n", taking->path, result);
        return false;
    }
    return result == 0 && taking->word[0];
}

/* --- shutdown -------------------------------------------------------------------- */

static void control_announce(void)
{
    unsigned int i;

    for (i = 0; i < FEATURES; i++)
        xenstore_write_text(NULL, features[i], "1");
}

static void control_suspend(void)
{
    int result = lifecycle_suspend();

    if (result < 0)
        log_printf("control/shutdown: suspend failed: %d\n", result);
    else if (!result)
        control_announce();             /* restored: these are the nodes of a new domain */
}

static void look_at_shutdown(void)
{
    struct taking asked = { .path = "control/shutdown" };

    if (!take_word(&asked))
        return;
    if (!strcmp(asked.word, "poweroff") || !strcmp(asked.word, "halt"))
        lifecycle_shutdown(SHUTDOWN_poweroff);
    if (!strcmp(asked.word, "reboot"))
        lifecycle_shutdown(SHUTDOWN_reboot);
    if (!strcmp(asked.word, "suspend"))
        control_suspend();
    else
        log_printf("control/shutdown: '%s' is nothing we answer to\n", asked.word);
}

/* --- sysrq ------------------------------------------------------------------------ */

/* The linker's: what may be asked for. */
extern const struct sysrq sysrq_keys[], sysrq_keys_end[];

static void sysrq_reboot(void)
{
    lifecycle_shutdown(SHUTDOWN_reboot);
}

static void sysrq_power_off(void)
{
    lifecycle_shutdown(SHUTDOWN_poweroff);
}

static void sysrq_crash(void)
{
    panic("a crash was asked for");
}

static void sysrq_version(void)
{
    log_printf("  Ringlet %s\n", arch_version);
}

static const struct sysrq keys[] SYSRQ = {
    { "b reboot", sysrq_reboot }, { "o power off", sysrq_power_off }, { "c crash", sysrq_crash },
    { "v version", sysrq_version },
};

static void look_at_sysrq(void)
{
    struct taking asked = { .path = "control/sysrq" };
    const struct sysrq *sysrq;

    if (!take_word(&asked))
        return;
    for (sysrq = sysrq_keys; sysrq < sysrq_keys_end; sysrq++)
        if (sysrq->what[0] == asked.word[0]) {
            log_printf("sysrq: %s\n", sysrq->what);
            sysrq->act();
            return;
        }
    while (sysrq-- > sysrq_keys)
        log_printf("sysrq: %s\n", sysrq->what);
}

/* --- the watch --------------------------------------------------------------------- */

static bool ends_with(const char *path, const char *end)
{
    size_t length = strlen(path), tail = strlen(end);

    return length >= tail && !strcmp(path + length - tail, end);
}

static void control_changed(struct xenstore_watch *watch, const char *path)
{
    (void)watch;
    if (ends_with(path, "control/sysrq"))
        look_at_sysrq();
    else if (ends_with(path, "control") || ends_with(path, "control/shutdown"))
        look_at_shutdown();
}

void control_init(void)
{
    static struct xenstore_watch watch = { .path = "control", .changed = control_changed };
    unsigned int i;
    int error = 0;

    arch_publish_p2m();
    for (i = 0; i < FEATURES && !error; i++)
        error = xenstore_post_text(features[i], "1");
    if (!error)
        error = xenstore_post_watch(&watch, "control/shutdown");
    if (error && error != -ENODEV)
        log_printf("ringlet: xl cannot steer this domain: %d\n", error);
}
