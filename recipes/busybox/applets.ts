// SPDX-License-Identifier: MIT
/** The applets of the configuration, which the build compares with what it made. */
export const applets: readonly string[] = `
  [ [[ arch arp arping ascii awk base32 base64 basename bc bunzip2 bzcat bzip2 cal cat chattr
  chgrp chmod chown chroot chrt cksum clear cmp comm cp cpio crc32 cryptpw cut date dc dd df diff
  dirname dmesg dnsdomainname dos2unix du echo ed egrep env envdir envuidgid expand expr factor
  fallocate false fgrep find fold free fsync ftpget ftpput fuser getopt grep groups gunzip gzip
  hd head hexdump hexedit hostid hostname id ifconfig ionice iostat ipcalc kill killall killall5
  less link ln logger logname ls lsattr lsof lzcat lzma lzop makedevs md5sum mkdir mkfifo mknod
  mkpasswd mktemp more mount mountpoint mpstat mv nc netstat nice nl nmeter nohup nproc nslookup
  od paste patch pgrep pidof ping ping6 pkill pmap printenv printf ps pscan pstree pwd pwdx rdate
  readlink realpath renice reset resize rev rm rmdir route sed seq setfattr setpriv setuidgid
  sha1sum sha256sum sha3sum sha512sum shred shuf sleep smemcap softlimit sort split stat strings
  stty sum sync sysctl tac tail tar taskset tee telnet test tftp top touch tr traceroute
  traceroute6 true truncate ts tty ttysize umount uname unexpand uniq unix2dos unlink unlzma unxz
  unzip uptime usleep uudecode uuencode vi wc wget which whoami whois xxd xz xzcat yes zcat
`
  .trim()
  .split(/\s+/);
