/*
 * The thread says that it is through and waits for its stop; init waits and
 * stops it.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *test_task;
static DECLARE_COMPLETION(done);

static int preemptirq_delay_run(void *data)
{
	msleep(100);
	complete(&done);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int __init preemptirq_delay_init(void)
{
	test_task = kthread_run(preemptirq_delay_run, NULL, "preemptirq_delay_run");
	if (IS_ERR(test_task))
		return PTR_ERR(test_task);
	wait_for_completion(&done);
	kthread_stop(test_task);
	return 0;
}

static void __exit preemptirq_delay_exit(void)
{
}

module_init(preemptirq_delay_init);
module_exit(preemptirq_delay_exit);
MODULE_DESCRIPTION("A test thread is in a delay when its module goes");
MODULE_LICENSE("GPL");
