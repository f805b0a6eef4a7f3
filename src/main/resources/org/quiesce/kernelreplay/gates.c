// SPDX-License-Identifier: GPL-2.0
/*
 * Holds the tasks of a module at gates, and lets them through as a schedule says.
 *
 * A task at a gate spins, and does not sleep: whatever sleeps sets TASK_RUNNING, and would mend what a schedule between
 * set_current_state() and schedule() is to show. No reference is held on a task, only on its pid: a reference would keep
 * memory alive whose use after the end is what a schedule may be about.
 *
 * A worker of a workqueue that is TASK_RUNNING does sleep: a pool has only one that runs on a CPU, and what else waits for that,
 * such as the grace period of an unload, would never come.
 */
#include <linux/delay.h>
#include <linux/kallsyms.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/pid.h>
#include <linux/preempt.h>
#include <linux/proc_fs.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/version.h>

#include "gates.h"

#define ACTORS 16
#define NAME 32
#define POLL_MS 2
/* how often in turn a task has to be seen off its run queue until it counts as asleep */
#define ASLEEP 3

enum place { ABSENT, GATE, INSIDE };

struct actor {
	char letter;
	/* how a task is known: by its name; "f()": by the function of a thread; "*f": by that of an item, which others run */
	char known_by[NAME];
	struct pid *pid;
	enum place place;
	int depth;
	bool granted;
	char call[NAME];
	int line;
	const char *phase;
};

/* letter, '=', how it is known, …: "M=insmod,M=rmmod,A=worker()"; tasks of one letter come one after the other */
static char *actors = "";
module_param(actors, charp, 0444);
/*
 * letter of an actor and how it is then: g at its next gate, s asleep, e ended, x nobody waits for that; with a ~ the time of
 * all timers is over before anybody looks, with a ^ a grace period is over before the next step: "Mg,Ag~,Ms^"
 */
static char *schedule_ = "";
module_param_named(schedule, schedule_, charp, 0444);
static int limit_ms = 1600;
module_param(limit_ms, int, 0444);
/* so long a timer may take */
static int timers_ms = 1300;
module_param(timers_ms, int, 0444);

static struct actor all[ACTORS];
static int known;
static bool open;
static DEFINE_SPINLOCK(lock);

static bool is_gone(struct pid *pid)
{
	struct task_struct *task;
	bool gone;

	rcu_read_lock();
	task = pid_task(pid, PIDTYPE_PID);
	gone = !task || task->exit_state;
	rcu_read_unlock();
	return gone;
}

static bool is_off(struct pid *pid)
{
	struct task_struct *task;
	bool off;

	rcu_read_lock();
	task = pid_task(pid, PIDTYPE_PID);
	off = task && READ_ONCE(task->__state) != TASK_RUNNING && !READ_ONCE(task->on_rq) && !READ_ONCE(task->on_cpu);
	rcu_read_unlock();
	return off;
}

static bool is_item(struct actor *actor)
{
	return actor->known_by[0] == '*';
}

/* Whoever comes says which pid it is that the kernel's own messages will name. */
static struct actor *came(struct actor *actor)
{
	struct pid *pid = task_pid(current);

	if (actor->pid != pid) {
		actor->pid = get_pid(pid);
		actor->depth = 0;
		pr_info("quiesce: task %c %d %s\n", actor->letter, task_pid_nr(current), current->comm);
	}
	return actor;
}

/* The actor that is known so and that nobody plays yet: the current task does from now on. */
static struct actor *takes_part(const char *known_by)
{
	int i;

	for (i = 0; i < known; i++)
		if (!all[i].pid && !strcmp(all[i].known_by, known_by))
			return came(&all[i]);
	return NULL;
}

/* The actor that the current task is, with the lock held; a task that comes for the first time takes a free place. */
static struct actor *me(const char *function)
{
	struct pid *pid = task_pid(current);
	int i;

	for (i = 0; i < known; i++)
		if (is_item(&all[i]) && !strcmp(all[i].known_by + 1, function))
			return came(&all[i]);
	for (i = 0; i < known; i++)
		if (all[i].pid == pid)
			return &all[i];
	return takes_part(current->comm);
}

static void hold(struct actor *actor, const char *phase, const char *call, int line)
{
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	/* the name may be in text that is gone before it is printed */
	strscpy(actor->call, call, NAME);
	actor->line = line;
	actor->phase = phase;
	actor->granted = false;
	actor->place = GATE;
	spin_unlock_irqrestore(&lock, flags);
	while (!READ_ONCE(actor->granted) && !READ_ONCE(open)) {
		if ((current->flags & PF_WQ_WORKER) && READ_ONCE(current->__state) == TASK_RUNNING) {
			msleep(POLL_MS);
		} else {
			cond_resched();
			cpu_relax();
		}
	}
	WRITE_ONCE(actor->place, INSIDE);
}

static bool can_wait(void)
{
	return !in_atomic() && !irqs_disabled();
}

static struct actor *locked_me(const char *function, int change)
{
	unsigned long flags;
	struct actor *actor;

	if (in_nmi() || in_hardirq() || in_serving_softirq())
		return NULL;
	spin_lock_irqsave(&lock, flags);
	actor = me(function);
	if (actor)
		actor->depth += change;
	spin_unlock_irqrestore(&lock, flags);
	return actor;
}

void quiesce_enter(const char *function, const char *call, int line)
{
	struct actor *actor = locked_me(function, 1);

	if (actor && actor->depth == 1 && can_wait())
		hold(actor, "before", call, line);
}
EXPORT_SYMBOL_GPL(quiesce_enter);

void quiesce_leave(const char *function, const char *call, int line, bool has_value, long value)
{
	struct actor *actor = locked_me(function, -1);

	if (!actor || actor->depth || !can_wait())
		return;
	if (has_value)
		pr_info("quiesce: value %c %s:%d %ld\n", actor->letter, call, line, value);
	hold(actor, "after", call, line);
}
EXPORT_SYMBOL_GPL(quiesce_leave);

/* what a thread runs before its own function, so that it can be held before that */
struct start {
	int (*function)(void *data);
	void *data;
	char name[KSYM_SYMBOL_LEN];
};

static int begin(void *data)
{
	struct start start = *(struct start *)data;
	char known_by[NAME];
	struct actor *actor;
	unsigned long flags;

	kfree(data);
	snprintf(known_by, NAME, "%s()", start.name);
	spin_lock_irqsave(&lock, flags);
	actor = takes_part(known_by);
	spin_unlock_irqrestore(&lock, flags);
	if (actor)
		hold(actor, "before", start.name, 0);
	return start.function(start.data);
}

struct task_struct *quiesce_create(int (*function)(void *data), void *data, int cpu, const char *format, ...)
{
	struct start *start;
	struct task_struct *task;
	char name[TASK_COMM_LEN];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(name, sizeof(name), format, arguments);
	va_end(arguments);
	/* the loop of a kthread worker is no function of the module */
	start = function == kthread_worker_fn ? NULL : kzalloc(sizeof(*start), GFP_KERNEL);
	if (start) {
		start->function = function;
		start->data = data;
		sprint_symbol_no_offset(start->name, (unsigned long)function);
		start->name[strcspn(start->name, " ")] = 0;
	}
	if (cpu >= 0)
		task = kthread_create_on_cpu(start ? begin : function, start ? (void *)start : data, cpu, name);
	else
		task = kthread_create_on_node(start ? begin : function, start ? (void *)start : data, NUMA_NO_NODE, "%s", name);
	if (IS_ERR(task))
		kfree(start);
	else
		pr_info("quiesce: thread %s %d\n", start ? start->name : "", task_pid_nr(task));
	return task;
}
EXPORT_SYMBOL_GPL(quiesce_create);

/* Whoever writes its name here waits for its turn: those who load, unload and call into the module from outside. */
static ssize_t wait_for_turn(struct file *file, const char __user *from, size_t length, loff_t *at)
{
	char name[NAME] = "";
	struct actor *actor;

	if (length >= NAME || copy_from_user(name, from, length))
		return -EINVAL;
	name[strcspn(name, "\n")] = 0;
	actor = locked_me("", 0);
	if (actor)
		hold(actor, "before", name, 0);
	return length;
}

static const struct proc_ops turns = {
	.proc_write = wait_for_turn,
};

/* Where the text of the module is: what is fetched from there later is known by it. */
static int announce(struct notifier_block *block, unsigned long event, void *data)
{
	struct module *module = data;

	if (event != MODULE_STATE_COMING)
		return NOTIFY_DONE;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	pr_info("quiesce: text %px %u\n", module->mem[MOD_TEXT].base, module->mem[MOD_TEXT].size);
	pr_info("quiesce: text %px %u\n", module->mem[MOD_INIT_TEXT].base, module->mem[MOD_INIT_TEXT].size);
#else
	pr_info("quiesce: text %px %u\n", module->core_layout.base, module->core_layout.text_size);
	pr_info("quiesce: text %px %u\n", module->init_layout.base, module->init_layout.text_size);
#endif
	return NOTIFY_DONE;
}

static struct notifier_block announcer = {
	.notifier_call = announce,
};

static bool is_settled(struct actor *actor, char how, int *asleep)
{
	if (how == 'g')
		return READ_ONCE(actor->place) == GATE && !READ_ONCE(actor->granted);
	/* an item that has ended leaves a worker that sleeps */
	*asleep = actor->pid && READ_ONCE(actor->place) != GATE && is_off(actor->pid) ? *asleep + 1 : 0;
	return *asleep >= ASLEEP;
}

static const char *whereabouts(struct actor *actor)
{
	if (!actor->pid)
		return "never came";
	if (is_gone(actor->pid))
		return "has ended";
	if (READ_ONCE(actor->place) == GATE)
		return "is at a gate";
	return is_off(actor->pid) ? "is asleep" : "runs";
}

/* The actor of that letter who is there; else the next who is yet to come; else the last who has ended. */
static struct actor *actor_of(char letter)
{
	struct actor *next = NULL;
	struct actor *last = NULL;
	int i;

	for (i = 0; i < known; i++) {
		if (all[i].letter != letter)
			continue;
		if (!all[i].pid)
			next = next ?: &all[i];
		else if (!is_gone(all[i].pid))
			return &all[i];
		else
			last = &all[i];
	}
	return next ?: last;
}

static bool wait_until(char letter, char how, struct actor **actor)
{
	int asleep = 0;
	unsigned long late = jiffies + msecs_to_jiffies(limit_ms);

	while (time_before(jiffies, late)) {
		*actor = actor_of(letter);
		if (!*actor)
			return false;
		if (is_settled(*actor, how, &asleep))
			return true;
		/* whoever could still come would have been given instead */
		if ((*actor)->pid && is_gone((*actor)->pid))
			return false;
		/* nor does anybody fall asleep at a gate */
		if (how != 'g' && is_settled(*actor, 'g', &asleep))
			return false;
		msleep(POLL_MS);
	}
	return false;
}

/* Who has ended may have a successor of the same letter. */
static bool wait_for_end(struct actor *actor)
{
	unsigned long late = jiffies + msecs_to_jiffies(limit_ms);

	while (time_before(jiffies, late) && !is_gone(actor->pid))
		msleep(POLL_MS);
	return is_gone(actor->pid);
}

/* Where nobody waits for how it is then, it is given time all the same: what opens the other gates must not come first. */
static void wait_for_anything(struct actor *actor)
{
	int asleep = 0;
	unsigned long late = jiffies + msecs_to_jiffies(limit_ms);

	while (time_before(jiffies, late) && !is_gone(actor->pid) && !is_settled(actor, 'g', &asleep)
			&& !is_settled(actor, 's', &asleep))
		msleep(POLL_MS);
}

static const char *of(char how)
{
	return how == 'g' ? "at a gate" : how == 's' ? "asleep" : "ended";
}

static bool follow(int number, char letter, char how, bool is_slow)
{
	struct actor *actor;

	if (!wait_until(letter, 'g', &actor)) {
		pr_info("quiesce: diverged %d %c waited for at a gate, but it %s, %s:%d\n", number, letter,
			actor ? whereabouts(actor) : "is unknown", actor ? actor->call : "", actor ? actor->line : 0);
		return false;
	}
	pr_info("quiesce: step %d %c %s %s:%d\n", number, letter, actor->phase, actor->call, actor->line);
	WRITE_ONCE(actor->granted, true);
	if (is_slow)
		msleep(timers_ms);
	if (how == 'x') {
		wait_for_anything(actor);
		pr_info("quiesce: settled %d %c in no matter what\n", number, letter);
		return true;
	}
	if (how == 'e' && !is_item(actor) ? !wait_for_end(actor) : !wait_until(letter, how, &actor)) {
		pr_info("quiesce: diverged %d %c waited for %s, but it %s, %s:%d\n", number, letter, of(how),
			whereabouts(actor), actor->call, actor->line);
		return false;
	}
	pr_info("quiesce: settled %d %c %s\n", number, letter, of(how));
	return true;
}

static int controller(void *unused)
{
	const char *at = schedule_;
	int number = 1;
	bool followed = true;

	while (followed && at[0] && at[1]) {
		char pace = at[2];

		followed = follow(number++, at[0], at[1], pace == '~');
		if (pace == '^') {
			/* who has ended leaves its CPU before its memory can go */
			msleep(POLL_MS);
			rcu_barrier();
		}
		at += pace == '~' || pace == '^' ? 3 : 2;
		at += *at == ',';
	}
	pr_info("quiesce: %s\n", followed ? "followed" : "not followed");
	WRITE_ONCE(open, true);
	return 0;
}

static int __init gates_init(void)
{
	const char *at = actors;
	struct task_struct *task;

	while (at[0] && at[1] == '=' && known < ACTORS) {
		size_t length = strcspn(at + 2, ",");

		if (length >= NAME)
			return -EINVAL;
		all[known].letter = at[0];
		memcpy(all[known].known_by, at + 2, length);
		all[known].phase = "before";
		known++;
		at += 2 + length;
		at += *at == ',';
	}
	if (*at || !proc_create("quiesce", 0200, NULL, &turns))
		return -EINVAL;
	register_module_notifier(&announcer);
	task = kthread_run(controller, NULL, "quiesce-gates");
	return PTR_ERR_OR_ZERO(task);
}

/* without an exit function: tasks may be at a gate until the machine ends */
module_init(gates_init);
MODULE_DESCRIPTION("Lets the tasks of a module go on as a schedule says");
MODULE_LICENSE("GPL");
