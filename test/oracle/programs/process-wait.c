/* SPDX-License-Identifier: MIT */
/* waitpid, waitid and wait4: options, what they report, and when there is nothing to wait for. */
#include "observe.h"

#include <sys/resource.h>

static void report(const char *label, int result, const siginfo_t *info)
{
	if (result < 0) {
		say("%s: %s", label, errno_name(errno));
		return;
	}
	const char *kind = info->si_code == CLD_EXITED ? "exited" :
		info->si_code == CLD_KILLED ? "killed" :
		info->si_code == CLD_DUMPED ? "dumped" :
		info->si_code == CLD_STOPPED ? "stopped" :
		info->si_code == CLD_CONTINUED ? "continued" : "nothing";
	say("%s: %s, status %d, %s", label, kind, info->si_status,
		info->si_pid == 0 ? "no pid" : "a pid");
}

static void with_waitid(void)
{
	siginfo_t info = { 0 };
	pid_t pid = again("exit", "6");
	report("waitid WNOWAIT", waitid(P_PID, pid, &info, WEXITED | WNOWAIT), &info);
	report("waitid again", waitid(P_PID, pid, &info, WEXITED), &info);
	report("waitid a third time", waitid(P_PID, pid, &info, WEXITED), &info);
	pid = again("pause", NULL);
	memset(&info, 0, sizeof info);
	report("waitid WNOHANG", waitid(P_PID, pid, &info, WEXITED | WNOHANG), &info);
	kill(pid, SIGSTOP);
	report("waitid WSTOPPED", waitid(P_PID, pid, &info, WSTOPPED), &info);
	kill(pid, SIGCONT);
	report("waitid WCONTINUED", waitid(P_PID, pid, &info, WCONTINUED), &info);
	kill(pid, SIGKILL);
	report("waitid of a killed one", waitid(P_ALL, 0, &info, WEXITED), &info);
	report("waitid without a kind", waitid(P_ALL, 0, &info, 0), &info);
}

static void with_waitpid(void)
{
	int status;
	struct rusage usage;
	pid_t pid = again("pause", NULL);
	show("waitpid WNOHANG of a running child", waitpid(pid, &status, WNOHANG));
	kill(pid, SIGSTOP);
	yes("waitpid WUNTRACED", waitpid(pid, &status, WUNTRACED) == pid);
	say("it %s", ending(status));
	kill(pid, SIGCONT);
	yes("waitpid WCONTINUED", waitpid(pid, &status, WCONTINUED) == pid);
	say("it %s", ending(status));
	kill(pid, SIGTERM);
	yes("wait4", wait4(pid, &status, 0, &usage) == pid);
	say("it %s", ending(status));
	yes("its usage is sane", usage.ru_utime.tv_sec == 0 && usage.ru_stime.tv_sec == 0);
	ok("waitpid without children", waitpid(-1, &status, 0));
	ok("waitpid of init", waitpid(1, &status, 0));
	ok("waitpid of itself", waitpid(getpid(), &status, 0));
	ok("waitpid with unknown options", waitpid(-1, &status, 0x40000000 >> 4));
}

static void several(void)
{
	int status, seen[4] = { 0 };
	static const char *const numbers[] = { "0", "1", "2", "3" };
	for (int i = 0; i < 4; i++) again("exit", numbers[i]);
	for (int i = 0; i < 4; i++) {
		if (wait(&status) > 0 && WIFEXITED(status)) seen[WEXITSTATUS(status) & 3]++;
	}
	for (int i = 0; i < 4; i++) say("status %d seen %d time", i, seen[i]);
	pid_t first = again("late", "8");
	pid_t second = again("exit", "9");
	yes("waitpid -1 takes the first that ends", waitpid(-1, &status, 0) == second);
	say("it %s", ending(status));
	say("the other %s", ending(ended(first)));
	signal(SIGCHLD, SIG_IGN);
	again("exit", "1");
	ok("wait while SIGCHLD is ignored", wait(&status));
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		if (!strcmp(argv[1], "pause")) for (;;) pause();
		if (!strcmp(argv[1], "late")) sleep_ms(200);
		return atoi(argv[2]);
	}
	with_waitid();
	with_waitpid();
	several();
	return 0;
}
