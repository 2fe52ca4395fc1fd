package org.isobath.faults;

/** What happens at an operation that changes the disk, counted from 0. */
public enum Fault {
  /** Nothing. */
  NONE,
  /** The process dies just before it. */
  CRASH,
  /** The process dies just after it. */
  CRASH_AFTER,
  /** Half of what is written arrives, and the process dies. */
  TORN_WRITE,
  /** The power fails: what was not forced to the disk is lost, all of it or in part. */
  POWER_CUT,
  /** It fails; all others work. */
  ERROR_ONCE,
  /** It fails, and so does all that follows. */
  ERROR_FOR_EVER,
  /** From here on nothing more can be written; removing works. */
  DISK_FULL,
  /** It is done, and then reported as failed. */
  DONE_THEN_ERROR,
  /** From here on listings leave out some files. */
  STALE_LISTING,
  /** The file system knows no hard links, and the process dies just after it. */
  CRASH_WITHOUT_LINKS
}
