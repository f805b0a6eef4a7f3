/**
 * Protocol → executable kernel: does what the steps say to a packed state; searches, replays and draws runs.
 *
 * <p>A {@link org.quiesce.sim.Machine} is a lowered protocol compiled for one kernel profile: for every context and
 * label the {@link org.quiesce.sim.Act}s of the step there. What each {@link org.quiesce.protocol.step.Micro} does is
 * in the file of its topic ({@code StopActs}, {@code SleepActs}, …), and nowhere else. The same code serves
 * {@link org.quiesce.sim.Simulator} (one state at a time), {@link org.quiesce.sim.Search} (all of them),
 * {@link org.quiesce.sim.Replay}, {@link org.quiesce.sim.RandomRun} and {@link org.quiesce.sim.GuidedRun}.
 */
package org.quiesce.sim;
