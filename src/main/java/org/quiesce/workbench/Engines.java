package org.quiesce.workbench;

/** Which engines a check runs. Only both of them together can agree, or disagree. */
public enum Engines {
    BOTH,
    TLC,
    SIM
}
