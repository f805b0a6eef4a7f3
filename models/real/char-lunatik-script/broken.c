/*
 * Whoever runs a script asks.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *lua_task;
static struct dentry *file;

static int lua_thread(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static ssize_t run_script(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (!kthread_should_stop())
		msleep(100);
	return len;
}

static const struct file_operations run_script_fops = {
	.owner = THIS_MODULE,
	.write = run_script,
};

static int __init lunatik_script_init(void)
{
	lua_task = kthread_run(lua_thread, NULL, "lua_thread");
	if (IS_ERR(lua_task))
		return PTR_ERR(lua_task);
	file = debugfs_create_file("run_script", 0200, NULL, NULL, &run_script_fops);
	return 0;
}

static void __exit lunatik_script_exit(void)
{
	debugfs_remove(file);
	kthread_stop(lua_task);
}

module_init(lunatik_script_init);
module_exit(lunatik_script_exit);
MODULE_DESCRIPTION("A Lua script asks a user task whether it should stop");
MODULE_LICENSE("GPL");
