/* expected: NoInvalidTask NoUseAfterFree */
/* A thread for each CPU, which a timer kicks when it was stopped, too; if one can't be created, those are stopped that were never created, too. */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/timer.h>

static DEFINE_PER_CPU(struct task_struct *, sampler);
static struct timer_list sample_timer;

static int sampler_fn(void *data)
{
	set_current_state(TASK_INTERRUPTIBLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static void sample_tick(struct timer_list *timer)
{
	wake_up_process(this_cpu_read(sampler));
	mod_timer(timer, jiffies + HZ);
}

static int __init sampler_init(void)
{
	struct task_struct *task;
	int cpu;

	for_each_possible_cpu(cpu) {
		task = kthread_create_on_node(sampler_fn, NULL, cpu_to_node(cpu), "sampler/%d", cpu);
		if (IS_ERR(task))
			goto fail;
		per_cpu(sampler, cpu) = task;
		kthread_bind(task, cpu);
		wake_up_process(task);
	}
	timer_setup(&sample_timer, sample_tick, 0);
	mod_timer(&sample_timer, jiffies + HZ);
	return 0;

fail:
	for_each_possible_cpu(cpu)
		kthread_stop(per_cpu(sampler, cpu));
	return PTR_ERR(task);
}

static void __exit sampler_exit(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		kthread_stop(per_cpu(sampler, cpu));
	timer_delete_sync(&sample_timer);
}

module_init(sampler_init);
module_exit(sampler_exit);
MODULE_LICENSE("GPL");
