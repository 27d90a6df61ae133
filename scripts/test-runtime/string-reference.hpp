// Replaces node-addon-api's reference to a string in a build for Node-API 9, which can keep references to
// objects but not to strings: the string lies in element 0 of an object. Has just what better-sqlite3 uses.
#pragma once
#include <napi.h>

namespace Napi {

template <>
class Reference<String> {
public:
	Reference() = default;

	static Reference New(const String& value, uint32_t count = 0) {
		Object holder = Object::New(value.Env());
		holder.Set(uint32_t{0}, value);
		Reference reference;
		reference.holder = ObjectReference::New(holder, count);
		return reference;
	}

	String Value() const {
		return holder.Value().Get(uint32_t{0}).As<String>();
	}

private:
	ObjectReference holder;
};

} // namespace Napi
