/*
 * The thread takes no part in freezing.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *poll_task;
static bool up;

static int hotkey_kthread(void *data)
{
	up = true;
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init thinkpad_hotkeys_init(void)
{
	poll_task = kthread_run(hotkey_kthread, NULL, "hotkey_kthread");
	if (IS_ERR(poll_task))
		return PTR_ERR(poll_task);
	return 0;
}

static void __exit thinkpad_hotkeys_exit(void)
{
	kthread_stop(poll_task);
}

module_init(thinkpad_hotkeys_init);
module_exit(thinkpad_hotkeys_exit);
MODULE_DESCRIPTION("thinkpad_acpi thaws a thread, then stops it");
MODULE_LICENSE("GPL");
