/* SPDX-License-Identifier: MIT */
/* uname, host and domain names, prctl, sysinfo, sysconf: what is the same on every machine. */
#include "observe.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

static void host_names(void)
{
	struct utsname name;
	char text[65];
	ok("sethostname", sethostname("oracle", 6));
	ok("setdomainname", setdomainname("example", 7));
	ok("uname", uname(&name));
	say("%s %s %s", name.sysname, name.nodename, name.domainname);
	ok("gethostname", gethostname(text, sizeof text));
	say("gethostname '%s'", text);
	ok("gethostname into too little", gethostname(text, 3));
	ok("uname to a wild address", uname((void *)8));
	memset(text, 'x', sizeof text);
	ok("sethostname of 65 bytes", sethostname(text, 65));
	ok("sethostname of 64 bytes", sethostname(text, 64));
	show("its length", (long)(uname(&name) ? -1 : (int)strlen(name.nodename)));
}

static void process_controls(void)
{
	char name[16];
	int number = -1;
	ok("PR_SET_NAME", prctl(PR_SET_NAME, "a name that is too long"));
	ok("PR_GET_NAME", prctl(PR_GET_NAME, name));
	say("the name is '%s'", name);
	show("PR_GET_DUMPABLE", prctl(PR_GET_DUMPABLE));
	ok("PR_SET_DUMPABLE", prctl(PR_SET_DUMPABLE, 0));
	show("PR_GET_DUMPABLE", prctl(PR_GET_DUMPABLE));
	ok("PR_SET_DUMPABLE 7", prctl(PR_SET_DUMPABLE, 7));
	show("PR_GET_KEEPCAPS", prctl(PR_GET_KEEPCAPS));
	ok("PR_SET_PDEATHSIG", prctl(PR_SET_PDEATHSIG, SIGUSR1));
	ok("PR_GET_PDEATHSIG", prctl(PR_GET_PDEATHSIG, &number));
	say("it is %s", signal_name(number));
	ok("PR_SET_PDEATHSIG 999", prctl(PR_SET_PDEATHSIG, 999));
	show("PR_GET_NO_NEW_PRIVS", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	ok("PR_SET_NO_NEW_PRIVS", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	show("PR_GET_NO_NEW_PRIVS", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	ok("PR_SET_NO_NEW_PRIVS 0", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
	show("PR_CAPBSET_READ", prctl(PR_CAPBSET_READ, 0));
	ok("an unknown prctl", prctl(99999));
}

int main(void)
{
	struct sysinfo info;
	struct rusage usage;
	host_names();
	process_controls();
	ok("sysinfo", sysinfo(&info));
	yes("it has been up", info.uptime < 1000000000);
	yes("there are processes", info.procs > 0);
	yes("free memory is less than all", info.freeram < info.totalram);
	show("page size", sysconf(_SC_PAGESIZE));
	show("clock ticks", sysconf(_SC_CLK_TCK));
	yes("a processor is there", sysconf(_SC_NPROCESSORS_ONLN) >= 1);
	ok("getrusage", getrusage(RUSAGE_SELF, &usage));
	ok("getrusage of a wrong kind", getrusage(55, &usage));
	yes("getpid is getpid", getpid() == getpid());
	yes("a single thread's gettid is its getpid", gettid() == getpid());
	yes("the parent is another", getppid() != getpid());
	return 0;
}
