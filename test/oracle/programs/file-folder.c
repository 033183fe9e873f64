/* SPDX-License-Identifier: MIT */
/* Reading folders: every entry once, their kinds, seeking, and folders that change meanwhile. */
#include "observe.h"

#include <dirent.h>
#include <sys/stat.h>

enum { MANY = 600 };

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *path)
{
	DIR *folder = opendir(path);
	char *names[32];
	int count = 0;
	struct dirent *entry;
	while (folder && count < 32 && (entry = readdir(folder)))
		asprintf(&names[count++], "%s %s", entry->d_name,
			entry->d_type == DT_REG ? "file" : entry->d_type == DT_DIR ? "folder" :
			entry->d_type == DT_LNK ? "link" :
			entry->d_type == DT_FIFO ? "fifo" : "another");
	qsort(names, count, sizeof *names, compare);
	for (int i = 0; i < count; i++) say("  %s", names[i]);
	closedir(folder);
}

static int count_seen(DIR *folder, int *seen)
{
	int count = 0;
	struct dirent *entry;
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.') continue;
		seen[atoi(entry->d_name + 5)]++;
		count++;
	}
	return count;
}

static void many(void)
{
	static int seen[MANY], again[MANY];
	char name[64];
	int wrong = 0;
	mkdir("many", 0755);
	for (int i = 0; i < MANY; i++) {
		snprintf(name, sizeof name, "many/name-%03d-with-a-rather-long-end", i);
		close(need("make", open(name, O_WRONLY | O_CREAT, 0600)));
	}
	DIR *folder = opendir("many");
	show("entries", count_seen(folder, seen));
	for (int i = 0; i < MANY; i++) wrong += seen[i] != 1;
	show("seen not once", wrong);
	rewinddir(folder);
	show("entries after rewinddir", count_seen(folder, again));
	rewinddir(folder);
	for (int i = 0; i < 10; i++) readdir(folder);
	long place = telldir(folder);
	struct dirent *entry = readdir(folder);
	strcpy(name, entry->d_name);
	for (int i = 0; i < 50; i++) readdir(folder);
	seekdir(folder, place);
	entry = readdir(folder);
	yes("seekdir comes back to the same", entry && !strcmp(name, entry->d_name));
	rewinddir(folder);
	int removed = 0;
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.') continue;
		removed += unlinkat(dirfd(folder), entry->d_name, 0) == 0;
	}
	show("removed while reading", removed);
	closedir(folder);
	ok("the folder is empty", rmdir("many"));
}

int main(void)
{
	char text[8];
	close(open("file", O_WRONLY | O_CREAT, 0600));
	mkdir("sub", 0755);
	symlink("file", "link");
	mkfifo("fifo", 0600);
	list(".");
	list("sub");
	many();
	say("opendir of a file: %s", opendir("file") ? "ok" : errno_name(errno));
	say("opendir of nothing: %s", opendir("none") ? "ok" : errno_name(errno));
	DIR *folder = opendir("sub");
	ok("rmdir of an open folder", rmdir("sub"));
	int count = 0;
	while (readdir(folder)) count++;
	show("entries of a removed folder", count == 0 || count == 2);
	ok("fchdir to it", fchdir(dirfd(folder)));
	say("getcwd: %s", getcwd(text, sizeof text) ? "ok" : errno_name(errno));
	closedir(folder);
	return 0;
}
