package dev.parley.queue;

/** What an answer of a store promises. */
public enum Acknowledgement {
    /** It happened. In a store on disk it survives the end of the process, but not of the machine. */
    MEMORY,
    /** It is synced to the disk, and survives a loss of power. */
    DISK,
    /** It is synced to the disks of two machines or more, and survives the loss of one. */
    QUORUM
}
