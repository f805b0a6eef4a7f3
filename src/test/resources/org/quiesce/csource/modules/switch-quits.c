/* expected: NoUseAfterFree */
/* Commands in a switch, one of which ends the thread, whose task may be gone at the stop. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

enum { NOTHING, FLUSH, QUIT };

static struct task_struct *engine;
static DECLARE_WAIT_QUEUE_HEAD(commands);

static int next_command(void)
{
	return pop(&fifo);
}

static int run_engine(void *unused)
{
	while (!kthread_should_stop()) {
		int command = next_command();

		switch (command) {
		case FLUSH:
			empty_all();
			break;
		case QUIT:
			return 0;
		default:
			wait_event_interruptible_timeout(commands, kthread_should_stop(), HZ);
		}
	}
	return 0;
}

static int __init engine_init(void)
{
	engine = kthread_create(run_engine, NULL, "engine");
	if (IS_ERR(engine))
		return PTR_ERR(engine);
	wake_up_process(engine);
	return 0;
}

static void __exit engine_exit(void)
{
	kthread_stop(engine);
}

module_init(engine_init);
module_exit(engine_exit);
MODULE_LICENSE("GPL");
