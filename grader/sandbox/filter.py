"""The seccomp filter of a child: an allowlist, compiled here by libseccomp and carried into the jail as bytes.

Traced from torch, numpy, IPython and matplotlib at work. What is not listed answers ENOSYS, so that the C library
falls back where it can; what people may try on purpose answers EPERM, so that they read "not permitted". A call of a
foreign ABI (int 0x80, x32) kills the process.
"""

from __future__ import annotations

import errno
import functools
import os
import tempfile

ALLOWED = """
read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek close close_range fstat stat lstat newfstatat statx fstatat64
access faccessat faccessat2 open openat readlink readlinkat getcwd chdir fchdir getdents getdents64 mkdir mkdirat rmdir unlink unlinkat
rename renameat renameat2 chmod fchmod fchmodat utimensat utime utimes futimesat ftruncate truncate fallocate fsync fdatasync flock fcntl dup dup2 dup3
pipe pipe2 poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd2 statfs fstatfs umask fadvise64 sync_file_range
mmap munmap mremap mprotect madvise brk mincore msync mlock munlock get_mempolicy membarrier
futex futex_waitv set_robust_list get_robust_list rseq set_tid_address arch_prctl sched_yield sched_getaffinity sched_getparam sched_getscheduler
sched_get_priority_max sched_get_priority_min sched_getattr getpriority getcpu clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times
getrusage getpid gettid getppid getuid geteuid getgid getegid getgroups getresuid getresgid getpgrp getpgid getsid uname sysinfo getrandom getrlimit
rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack rt_sigpending rt_sigtimedwait rt_sigsuspend restart_syscall pause alarm setitimer getitimer
wait4 waitid exit exit_group capget recvfrom sendto
""".split()
# recvfrom and sendto serve the one socket that the child is born with; it cannot make another.

REFUSED = """
socket socketpair connect bind listen accept accept4 sendmsg recvmsg sendmmsg recvmmsg fork vfork execve execveat ptrace process_vm_readv process_vm_writev
unshare setns mount umount2 pivot_root chroot move_mount open_tree fsopen fsmount fsconfig fspick mount_setattr bpf perf_event_open userfaultfd keyctl add_key
request_key memfd_create memfd_secret io_uring_setup io_uring_enter io_uring_register splice tee vmsplice sendfile copy_file_range name_to_handle_at
open_by_handle_at pidfd_open pidfd_getfd pidfd_send_signal kill tkill rt_sigqueueinfo rt_tgsigqueueinfo kcmp process_madvise shmget shmat shmctl semget
semop semctl msgget msgsnd msgrcv msgctl mq_open capset setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid setns
init_module finit_module delete_module kexec_load reboot swapon swapoff syslog acct quotactl symlink symlinkat link linkat mknod mknodat chown fchown lchown
fchownat inotify_init inotify_init1 fanotify_init signalfd signalfd4 timerfd_create setrlimit sched_setaffinity sched_setscheduler setpriority personality
seccomp landlock_create_ruleset landlock_restrict_self prctl ioctl prlimit64 tgkill clone
""".split()
_ATTRIBUTES = "getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr setxattr lsetxattr fsetxattr removexattr".split()

_CLONE_THREAD = 0x00010000
_PRCTL = (15, 16, 3)  # PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5450, 0x5451, 0x5421)  # TCGETS, TIOCGWINSZ, FIONREAD, FIONCLEX, FIOCLEX, FIONBIO


@functools.cache
def program() -> bytes:
    """The compiled filter for this machine. Raises ImportError or OSError where libseccomp is missing."""
    import pyseccomp as ps

    allow = ps.SyscallFilter(defaction=ps.ERRNO(errno.ENOSYS))
    _add(allow, ps, ps.ALLOW, ALLOWED)
    _add(allow, ps, ps.ERRNO(errno.EPERM), [name for name in REFUSED if name not in ("clone", "prctl", "ioctl", "prlimit64")])
    _add(allow, ps, ps.ERRNO(errno.EOPNOTSUPP), _ATTRIBUTES)
    allow.add_rule(ps.ALLOW, "clone", ps.Arg(0, ps.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
    allow.add_rule(ps.ERRNO(errno.EPERM), "clone", ps.Arg(0, ps.MASKED_EQ, _CLONE_THREAD, 0))
    for option in _PRCTL:
        allow.add_rule(ps.ALLOW, "prctl", ps.Arg(0, ps.EQ, option))
    for request in _IOCTL:
        allow.add_rule(ps.ALLOW, "ioctl", ps.Arg(1, ps.MASKED_EQ, 0xFFFFFFFF, request))
    allow.add_rule(ps.ALLOW, "prlimit64", ps.Arg(0, ps.EQ, 0), ps.Arg(2, ps.EQ, 0))  # to read one's own limits
    with tempfile.TemporaryFile() as compiled:
        allow.export_bpf(compiled)
        return os.pread(compiled.fileno(), 1 << 20, 0)


def _add(rules: object, ps: object, action: object, names: list[str]) -> None:
    for name in dict.fromkeys(names):
        try:
            rules.add_rule(action, name)  # type: ignore[attr-defined]
        except (ValueError, OSError, RuntimeError):
            continue  # a call that this architecture or this libseccomp does not know stays ENOSYS
