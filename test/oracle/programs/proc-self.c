/* SPDX-License-Identifier: MIT */
/* /proc of the own process and of others: what is the same on every machine. */
#include "observe.h"

#include <dirent.h>
#include <sys/prctl.h>
#include <sys/stat.h>

static void line_of(const char *path, const char *key)
{
	char line[512];
	FILE *file = fopen(path, "re");
	if (!file) {
		say("%s: %s", path, errno_name(errno));
		return;
	}
	while (fgets(line, sizeof line, file)) {
		if (strncmp(line, key, strlen(key))) continue;
		for (char *at = line; *at; at++) {
			if (*at == '\t') *at = ' ';
			if (*at == '\n') *at = 0;
		}
		say("%s", line);
	}
	fclose(file);
}

static void words_of(const char *path, int quiet)
{
	char text[512] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	long length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	int error = errno;
	for (long i = 0; i < length - 1; i++)
		if (!text[i]) text[i] = '|';
	if (length > 0 && text[length - 1] == '\n') text[length - 1] = 0;
	if (length < 0) say("%s: %s", path, errno_name(error));
	else if (quiet) say("%s: %s", path, length > 0 ? "something" : "nothing");
	else say("%s: %s", path, text);
	close(fd);
}

static int descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int count = 0;
	while (readdir(folder)) count++;
	closedir(folder);
	return count;
}

static int child(void)
{
	static const char *const keys[] = {
		"Name:", "Umask:", "State:", "Uid:", "Gid:", "Threads:", "SigPnd:", "ShdPnd:",
		"SigBlk:", "SigIgn:", "SigCgt:", "NoNewPrivs:",
	};
	sigset_t set;
	umask(027);
	prctl(PR_SET_NAME, "renamed");
	signal(SIGUSR1, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGUSR2);
	kill(getpid(), SIGHUP);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) line_of("/proc/self/status",
		keys[i]);
	words_of("/proc/self/comm", 0);
	words_of("/proc/self/cmdline", 0);
	words_of("/proc/self/environ", 0);
	int before = descriptors();
	dup(0);
	dup(0);
	show("two descriptors more", descriptors() - before);
	return 0;
}

int main(int argc, char **argv)
{
	char path[64], target[256];
	(void)argv;
	if (argc > 1) return child();
	clearenv();
	setenv("ONE", "1", 1);
	setenv("TWO", "second", 1);
	say("child: %s", ending(ended(again("mode", "an argument"))));
	snprintf(path, sizeof path, "/proc/%d/cwd", getpid());
	long length = readlink(path, target, sizeof target);
	yes("cwd is what getcwd says", length > 0 &&
		!strncmp(target, getcwd(path, sizeof path), length));
	yes("exe is a link", readlink("/proc/self/exe", target, sizeof target) > 0);
	yes("self is the own pid", (length = readlink("/proc/self", target, sizeof target)) > 0 &&
		(target[length] = 0, atoi(target) == getpid()));
	words_of("/proc/self/nothing", 0);
	words_of("/proc/99999/status", 0);
	words_of("/proc/sys/kernel/ostype", 0);
	words_of("/proc/version", 1);
	words_of("/proc/uptime", 1);
	words_of("/proc/meminfo", 1);
	words_of("/proc/mounts", 1);
	words_of("/proc/self/stat", 1);
	words_of("/proc/net/tcp", 1);
	words_of("/proc/net/dev", 1);
	words_of("/proc/net/route", 1);
	words_of("/proc/sys/net/ipv4/ip_forward", 0);
	int fd = open("/proc/sys/net/ipv4/ip_forward", O_WRONLY);
	show("write of a sysctl", write(fd, "1\n", 2));
	words_of("/proc/sys/net/ipv4/ip_forward", 0);
	ok("write of nonsense", write(fd, "nonsense\n", 9));
	ok("open of /proc/version to write", open("/proc/version", O_WRONLY | O_TRUNC));
	ok("create in /proc", open("/proc/mine", O_WRONLY | O_CREAT, 0600));
	setuid(1000);
	ok("open of init's environment", open("/proc/1/environ", O_RDONLY));
	ok("open of a sysctl to write", open("/proc/sys/net/ipv4/ip_forward", O_WRONLY));
	return 0;
}
