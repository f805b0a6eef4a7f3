/* expected: holds */
/* A thread for each CPU, which a completion tells that it may go. */
#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/percpu.h>
#include <linux/cpu.h>

static DEFINE_PER_CPU(struct task_struct *, scrub_task);
static DEFINE_PER_CPU(struct completion, scrub_go);

static int scrub_fn(void *data)
{
	struct completion *go = data;

	wait_for_completion(go);
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop())
			schedule();
		__set_current_state(TASK_RUNNING);
	}
	return 0;
}

static void scrub_stop(void)
{
	int cpu;

	for_each_online_cpu(cpu) {
		struct task_struct *task = per_cpu(scrub_task, cpu);

		if (task) {
			complete(&per_cpu(scrub_go, cpu));
			kthread_stop(task);
			per_cpu(scrub_task, cpu) = NULL;
		}
	}
}

static int __init scrub_init(void)
{
	struct task_struct *task;
	int cpu;

	for_each_online_cpu(cpu) {
		init_completion(&per_cpu(scrub_go, cpu));
		task = kthread_create_on_node(scrub_fn, &per_cpu(scrub_go, cpu), cpu_to_node(cpu), "scrub/%d", cpu);
		if (IS_ERR(task)) {
			scrub_stop();
			return PTR_ERR(task);
		}
		kthread_bind(task, cpu);
		per_cpu(scrub_task, cpu) = task;
		wake_up_process(task);
	}
	for_each_online_cpu(cpu)
		complete(&per_cpu(scrub_go, cpu));
	return 0;
}

static void __exit scrub_exit(void)
{
	scrub_stop();
}

module_init(scrub_init);
module_exit(scrub_exit);
MODULE_LICENSE("GPL");
