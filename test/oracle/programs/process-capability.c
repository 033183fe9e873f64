/* SPDX-License-Identifier: MIT */
/* Capabilities: root without some of them, a user with some of them. */
#include "observe.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };

static int has(int capability)
{
	struct __user_cap_data_struct data[2] = { { 0 } };
	syscall(SYS_capget, &header, data);
	return data[capability / 32].effective >> capability % 32 & 1;
}

/* Effective and permitted become what `keep` says. */
static long restrict_to(uint32_t keep, int inheritable)
{
	struct __user_cap_data_struct data[2] = { { 0 } };
	data[0].effective = data[0].permitted = keep;
	data[0].inheritable = inheritable ? keep : 0;
	return syscall(SYS_capset, &header, data);
}

static int without(void)
{
	yes("root has CAP_NET_RAW", has(CAP_NET_RAW));
	ok("a raw socket", socket(AF_INET, SOCK_RAW, 1));
	ok("capset without it", restrict_to(1u << CAP_SETUID | 1u << CAP_CHOWN, 0));
	yes("it is gone", !has(CAP_NET_RAW));
	ok("a raw socket then", socket(AF_INET, SOCK_RAW, 1));
	ok("capset with it again", restrict_to(1u << CAP_NET_RAW, 0));
	ok("open of another's file", open("others", O_RDONLY));
	ok("chown", chown("others", 1001, 1001));
	ok("chmod of another's", chmod("others", 0644));
	return 0;
}

static int keeps(void)
{
	ok("PR_SET_KEEPCAPS", prctl(PR_SET_KEEPCAPS, 1));
	ok("setuid", setuid(1000));
	yes("the effective ones are gone", !has(CAP_NET_RAW));
	ok("capset of permitted ones", restrict_to(1u << CAP_NET_RAW, 0));
	ok("a raw socket of a user", socket(AF_INET, SOCK_RAW, 1));
	say("after exec: %s", ending(ended(again("after", NULL))));
	ok("PR_CAPBSET_DROP without leave", prctl(PR_CAPBSET_DROP, CAP_CHOWN));
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		if (!strcmp(argv[1], "without")) return without();
		if (!strcmp(argv[1], "keeps")) return keeps();
		yes("exec of a user drops them", !has(CAP_NET_RAW));
		return 0;
	}
	close(need("open", open("others", O_WRONLY | O_CREAT, 0600)));
	need("chown", chown("others", 1000, 1000));
	say("without: %s", ending(ended(again("without", NULL))));
	say("keeps: %s", ending(ended(again("keeps", NULL))));
	ok("PR_CAPBSET_DROP", prctl(PR_CAPBSET_DROP, CAP_NET_RAW));
	show("PR_CAPBSET_READ", prctl(PR_CAPBSET_READ, CAP_NET_RAW));
	ok("PR_CAPBSET_READ of an unknown one", prctl(PR_CAPBSET_READ, 99));
	ok("capget of nobody", (header.pid = 99999, syscall(SYS_capget, &header, &(long[6]){ 0 })));
	return 0;
}
